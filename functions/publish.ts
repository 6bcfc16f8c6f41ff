/** Lambda: every minute, writes what is new into the change log and the catalog; their only writer. */
import { publish } from '../shared/steps/publish.ts';
import { scheduleHandler } from './lambda.ts';
import { pipeline } from './pipeline.ts';

const { ports, config } = pipeline();

export const handler = scheduleHandler(publish(ports, config), ports.log);
