/**
 * Lambda gives credentials by environment variables, renewed with each invocation environment. In the bundles this file stands in
 * for the SDK's chain of providers (profiles, SSO, instance metadata): 105 kB and a quarter of the start less.
 */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: a bundle runs in Lambda only`);
  return value;
}

/** The one export of @aws-sdk/credential-provider-node that the clients use. */
export const defaultProvider = () => async (): Promise<Credentials> => {
  const sessionToken = process.env['AWS_SESSION_TOKEN'];
  return {
    accessKeyId: required('AWS_ACCESS_KEY_ID'),
    secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
};
