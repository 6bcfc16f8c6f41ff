/** `--newsrooms DIR` of the verbs that look at newsrooms. */
export const newsroomsArg = {
  newsrooms: { type: 'string', valueHint: 'DIR', description: 'Folder with one YAML file for each further newsroom' },
} as const;
