/** The contract of Objects on S3. */
import { s3Objects } from '../../functions/adapters/aws/objects.ts';
import type { ContractSkip } from '../contract/contract.ts';
import { objectsContract } from '../contract/objects.contract.ts';
import type { EmulatorName } from '../support/emulators/install.ts';
import { emulator, makeBucket, s3, uniqueName } from './emulator.ts';

/** moto looks at the condition and writes in two steps of a threaded server: under load both of two racers can win. */
const notAtomic = 'moto checks a condition and writes in two steps, so a race can have two winners';

const skips: Readonly<Record<EmulatorName, readonly ContractSkip[]>> = {
  ministack: [],
  moto: [
    { test: 'creates an object once among twenty racers', reason: notAtomic },
    { test: 'lets one of several racing swaps win', reason: notAtomic },
    { test: 'counts exactly when several swap a counter until they succeed', reason: notAtomic },
  ],
};

objectsContract(
  `S3 on ${emulator}`,
  async () => ({
    objects: s3Objects({ client: s3, bucket: await makeBucket() }),
    prefix: `${uniqueName('suite')}/`,
  }),
  { skip: skips[emulator] },
);
