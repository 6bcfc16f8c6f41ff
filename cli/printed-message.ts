/** A message of a watch as the terminal shows it: a block of its own, or a line of JSON for programs. */
import pc from 'picocolors';
import type { Print } from '../infra/local/topic/stdout.ts';
import type { Output } from './output.ts';

const margin = '  │ ';

export function printTo(output: Output, json: boolean): Print {
  return (message) => {
    if (json) output.line({ event: 'message', ...message });
    else {
      output.text();
      output.text(`  ${pc.bold(message.subject)}`);
      for (const line of message.text.split('\n')) output.text(`${pc.dim(margin)}${line}`.trimEnd());
      output.text();
    }
  };
}
