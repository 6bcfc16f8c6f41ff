/** Who newsrooms may write to about our requests when nobody is set: it stands in the User-Agent. */

/** The address of this program's repository; a name reserved by RFC 2606 for as long as that has no public one. */
export const repositoryAddress = 'https://dateline.example/';
