/** The pumps of the pipeline on memory ports: queue → step → delete, later, or leave; as every host runs them. */
import type { Queue, ReceivedMessage } from '../../shared/ports.ts';
import { alert } from '../../shared/steps/alert.ts';
import type { PipelineConfig } from '../../shared/steps/config.ts';
import { digest } from '../../shared/steps/digest.ts';
import {
  objectMessageSchema,
  parseMessage,
  type StepResult,
  windowMessageSchema,
} from '../../shared/steps/messages.ts';
import type { MemoryPorts } from './memory/ports.ts';

export const quietConfig: PipelineConfig = {
  newsrooms: [],
  allowedHosts: new Set(),
  alertNewest: 0,
  consoleAddress: null,
  target: 'local',
};

/** Works off what is visible now; a fault leaves the message to its visibility. Answers the faults. */
export async function pump(queue: Queue, step: (body: string) => Promise<StepResult>): Promise<readonly unknown[]> {
  const faults: unknown[] = [];
  for (;;) {
    const batch = await queue.receive({ max: 10, visibilitySeconds: 30 });
    if (batch.length === 0) return faults;
    for (const message of batch) await handle(queue, step, message, faults);
  }
}

async function handle(
  queue: Queue,
  step: (body: string) => Promise<StepResult>,
  message: ReceivedMessage,
  faults: unknown[],
): Promise<void> {
  try {
    const result = await step(message.body);
    if (result.kind === 'done') await queue.delete([message.receipt]);
    else await queue.changeVisibility(message.receipt, result.afterSeconds);
  } catch (fault) {
    faults.push(fault);
  }
}

/** alert and digest over what waits. */
export async function pumpAlerts(
  ports: MemoryPorts,
  config: PipelineConfig = quietConfig,
): Promise<readonly unknown[]> {
  const onStored = alert(ports, config);
  const onWindow = digest(ports, config);
  return [
    ...(await pump(ports.queues.stored, (body) => onStored(parseMessage(objectMessageSchema, body)))),
    ...(await pump(ports.queues.windows, (body) => onWindow(parseMessage(windowMessageSchema, body)))),
  ];
}
