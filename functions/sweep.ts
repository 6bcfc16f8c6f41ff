/** Lambda: every ten minutes, sends on what was lost on the way. */
import { sweep } from '../shared/steps/sweep.ts';
import { scheduleHandler } from './lambda.ts';
import { pipeline } from './pipeline.ts';

const { ports } = pipeline();

export const handler = scheduleHandler(sweep(ports), ports.log);
