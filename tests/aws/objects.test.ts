/** The contract of Objects on S3. */
import { s3Objects } from '../../functions/adapters/aws/objects.ts';
import { objectsContract } from '../contract/objects.contract.ts';
import { emulator, makeBucket, s3, uniqueName } from './emulator.ts';

objectsContract(`S3 on ${emulator}`, async () => ({
  objects: s3Objects({ client: s3, bucket: await makeBucket() }),
  prefix: `${uniqueName('suite')}/`,
}));
