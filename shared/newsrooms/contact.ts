/** Who newsrooms may write to about our requests when nobody is set: it stands in the User-Agent. */

/**
 * The address of this program's repository: `repository` in package.json, as a test checks. While that has none it is a name that
 * RFC 2606 reserves, where nobody answers; `doctor` says so until a contact is set.
 */
export const repositoryAddress: string = 'https://dateline.example/';
