/** zod's functional interface, from which esbuild drops what nobody calls, with the English messages that zod/mini comes without. */
import { en } from 'zod/locales';
import { config } from 'zod/mini';

config(en());

export * from 'zod/mini';
