/** Lambda: every minute, sends the shards that are due, and candidates whose time has come. */
import { dispatch } from '../shared/steps/dispatch.ts';
import { scheduleHandler } from './lambda.ts';
import { pipeline } from './pipeline.ts';

const { ports, config } = pipeline();

export const handler = scheduleHandler(dispatch(ports, config), ports.log);
