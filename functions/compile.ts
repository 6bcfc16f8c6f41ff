/** Lambda: every minute, brings the stored index of watches near the present. */
import { compile } from '../shared/steps/compile.ts';
import { scheduleHandler } from './lambda.ts';
import { pipeline } from './pipeline.ts';

const { ports } = pipeline();

export const handler = scheduleHandler(compile(ports), ports.log);
