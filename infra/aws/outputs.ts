/** The stack's outputs as the environment variables that `awsPorts` reads, for whoever reaches a stack from outside. Loads neither CDK nor SDK. */

/** Environment variable → output of the stack. */
export const outputOf = {
  DATELINE_BUCKET: 'ArchiveBucket',
  DATELINE_DUE_URL: 'DueQueueUrl',
  DATELINE_FOUND_URL: 'FoundQueueUrl',
  DATELINE_STORED_URL: 'StoredQueueUrl',
  DATELINE_CHANGED_URL: 'ChangedQueueUrl',
  DATELINE_WINDOWS_URL: 'WindowsQueueUrl',
  DATELINE_DELIVERIES_URL: 'DeliveriesQueueUrl',
  DATELINE_OPERATIONS_TOPIC_ARN: 'OperationsTopicArn',
  DATELINE_RELEASES_TOPIC_ARN: 'ReleasesTopicArn',
  DATELINE_TOPIC_PREFIX: 'WatchTopicPrefix',
} as const;

/** The variables for `awsPorts`, from outputs by their names (DescribeStacks, or the file of `cdk deploy --outputs-file`). */
export function environmentFrom(outputs: Readonly<Record<string, string>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(outputOf).map(([variable, output]) => [variable, outputs[output]]));
}
