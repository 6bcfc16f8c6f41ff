/** Lambda: every few minutes, looks again at stored releases that are due. */
import { recheck } from '../shared/steps/recheck.ts';
import { scheduleHandler } from './lambda.ts';
import { fetcher } from './newsroom-fetcher.ts';
import { pipeline } from './pipeline.ts';

const { ports, config } = pipeline({ fetcher });

export const handler = scheduleHandler(recheck(ports, config), ports.log);
