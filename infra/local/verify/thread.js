/** Where a thread of verification begins: registers tsx, as the command itself does, and hands over to thread.ts. */
import { register } from 'tsx/esm/api';

register({ tsconfig: false });
await import('./thread.ts');
