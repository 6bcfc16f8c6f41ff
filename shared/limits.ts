/**
 * Every limit of Dateline in one place, with its unit in its name. What happens when a limit is met stands beside it:
 * refused with a reason, truncated with a mark, or carried over. Nothing is dropped silently.
 */

const KIB = 1024;
const MIB = 1024 * KIB;
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const units = { KIB, MIB, SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS } as const;

export const limits = {
  // Fetching. A larger body is refused with `too-large`; decoded bytes are counted while streaming.
  feedBodyBytesMax: 10 * MIB,
  pageBodyBytesMax: 5 * MIB,
  sitemapBodyBytesMax: 50 * MIB,
  responseHeaderBytesMax: 16 * KIB,
  /** Answers of status 1xx before the one that counts: a flood of them would keep a processor busy until the deadline. */
  informationalAnswersMax: 16,
  decompressionRatioMax: 200,
  decompressionRatioAppliesFromBytes: MIB,
  redirectsMax: 5,
  requestDeadlineMs: 15 * SECOND_MS,
  requestDeadlineOnAwsMs: 8 * SECOND_MS,
  hostDeadlineMs: 30 * SECOND_MS,
  urlCharactersMax: 8_192,
  contentEncodingsMax: 2,
  connectTimeoutMs: 10 * SECOND_MS,
  connectionsPerHostMax: 8,
  proxyConnectionsMax: 64,
  keepAliveMs: 4 * SECOND_MS,
  /** Of the answer to a post so much is read, and so long: its status is known by then. */
  postAnswerBytesMax: 4 * KIB,
  postAnswerMs: SECOND_MS,

  // Channels. Items past the cap stay unread and are counted in a warning.
  itemsPerChannelMax: 5_000,
  textFieldCharactersMax: MIB,
  attributesPerElementMax: 256,
  xmlEntitiesMax: 32,
  /** Further declarations of prefixes, xml:base values inside one another and enclosures are not looked at, with a warning. */
  xmlPrefixesMax: 64,
  xmlBasesMax: 8,
  enclosuresPerItemMax: 100,
  xmlEntityCharactersMax: 1_024,
  xmlEntityExpansionCharactersMax: 100_000,
  guessedLinksMin: 3,
  /** Addresses that `newsroom add` asks beside each host's robots.txt; the likeliest come first. */
  discoveryRequestsMax: 20,
  /** Characters that trials of selectors on one page read in all; without selectors the listing goes on to be guessed. */
  discoveryTrialCharactersMax: 8_000_000,
  /** Of the classes of an element so many are looked at when selectors are proposed. */
  classesPerElementMax: 32,
  classCharactersMax: 2_048,
  /** Pages that a newsroom's template remembers; the oldest leave it. */
  templatePagesMax: 20,
  /** Paragraphs remembered of one page; what stands behind them is not compared. */
  templateParagraphsPerPageMax: 300,
  /** A longer text is no date. */
  feedDateCharactersMax: 200,
  /** Elements deeper than this are read by the forgiving reader only, without their tags. */
  xmlDepthMax: 100,
  /** With more of them open at once, or with more "<" that begin no tag, a document is a wreck or an attack: the rest is not read. */
  xmlOpenElementsMax: 6_000,
  xmlBareMarksMax: 10_000,
  jsonDepthMax: 512,
  sitemapUrlsMax: 50_000,
  /** Ten times what the protocol allows; entries behind it are not read, with a warning. */
  sitemapEntriesMax: 500_000,
  /** After so many old entries in a row a sitemap that is newest first is read no further. */
  sitemapOlderEntriesMax: 100,
  /** Sitemaps of an index that one poll asks; the older ones are left out with a warning. */
  sitemapFetchesMax: 20,
  sitemapDepthMax: 2,
  /** Sitemaps without a date that one poll asks of one index. */
  sitemapsUndatedMax: 4,

  // Pages. What lies deeper or further is not read; the record carries a warning.
  htmlDepthMax: 512,
  htmlNodesMax: 200_000,
  htmlAttributesPerElementMax: 256,
  // Dates are looked for in labels and heads, not in whole bodies: what stands further on is not read.
  printedDateCharactersMax: 10_000,

  // Polling. The rest waits as `backlog` in the shard state.
  newsroomsPerShardMax: 50,
  candidatesPerNewsroomPerPollMax: 200,
  baselineReleasesMax: 30,
  backfillItemsMin: 20,
  backfillOlderThanMs: 7 * DAY_MS,
  seenPerChannelMax: 5_000,
  /** Known items that a listing gives another title in one poll: more of them are another way of writing titles, and none is asked for. */
  retitledItemsMax: 3,
  pollLeaseMs: 3 * MINUTE_MS,
  hostQuietAfterSendMs: MINUTE_MS,
  hostGapMs: SECOND_MS,
  pollDeadlineMs: 2 * MINUTE_MS,
  everyDefaultMs: HOUR_MS,
  everyWithoutValidatorsMs: DAY_MS,
  everyMinMs: MINUTE_MS,
  backoffMaxMs: DAY_MS,
  hintIntervalMaxMs: DAY_MS,
  pollHostsConcurrentMax: 10,
  /** A request is not begun with less time than this left; it is carried over. */
  requestTimeMinMs: SECOND_MS,
  /** Added upward to an interval, so that hosts are not all asked at the same second. */
  intervalJitterMaxMs: MINUTE_MS,
  backoffThrottledMs: HOUR_MS,
  backoffBlockedMs: 4 * HOUR_MS,
  backoffMissingMs: DAY_MS,
  /** RFC 9309 §2.5: what stands after this in a robots.txt is not read. The answer itself may be larger. */
  robotsBytesMax: 500 * KIB,
  robotsAnswerBytesMax: 10 * MIB,
  robotsSitemapsMax: 100,
  robotsCachedMs: DAY_MS,
  robotsExpiryMarginMs: 30 * SECOND_MS,
  /** A robots.txt that could not be had for so long counts as none (RFC 9309 §2.3.1.4). */
  robotsUnreachableMaxMs: 30 * DAY_MS,
  crawlDelayMaxMs: MINUTE_MS,
  /** The newsroom's own rhythm: how many times of items are remembered, for how long, and from when they count. */
  rhythmTimesMax: 200,
  rhythmObservedMs: 7 * DAY_MS,
  rhythmTimesMaxAgeMs: 90 * DAY_MS,
  rhythmStretchMax: 4,
  /** A permanent redirect is learned after so many good polls in a row over so long. */
  movedPollsMin: 3,
  movedObservedMs: DAY_MS,
  /** A learned address that fails so often in a row is given up for the one of the newsroom file. */
  movedFailuresMax: 3,
  addressHistoryMax: 10,
  /** After so long of nothing but 304 one unconditional request heals a wrong one. */
  validatorsTrustedMs: 8 * DAY_MS,
  /** After so many equal bodies an ETag that ends in -gzip is no longer sent. */
  equalBodiesMax: 5,
  /** Candidates in the backlog carry only so much of the channel's own text. */
  backlogTextCharactersMax: 2_000,
  /** The state of a channel that is in no newsroom file any more is forgotten after this. */
  channelForgottenMs: 30 * DAY_MS,
  quietAfterMs: 7 * DAY_MS,
  silentAfterDefaultMs: 30 * DAY_MS,

  /** A shorter text may stand on two pages of one newsroom and day. */
  twinTextCharactersMin: 200,

  // Candidates travel by queue: longer texts are truncated with a mark.
  candidateTextCharactersMax: 32 * KIB,
  queueMessageBytesMax: 256 * KIB,
  queueBatchMessagesMax: 10,
  queueReceivesMax: 5,
  foundReceivesMax: 3,

  // A page that cannot be had is asked again after these times, then the feed's own text is stored.
  deferralsMs: [10 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS, 24 * HOUR_MS],
  deferredMax: 2_000,
  deferredResendMs: 15 * MINUTE_MS,

  // Rechecks: so long after first sight, of live releases and of those published shortly before it.
  recheckOffsetsMs: [HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS],
  recheckPublishedWithinMs: 2 * DAY_MS,
  /** A page that is gone is asked again after this at the latest, before it counts as withdrawn. */
  recheckConfirmMs: DAY_MS,
  recheckGoneMin: 2,
  recheckRetryMs: HOUR_MS,
  /** One pass; the rest is carried over to the next. */
  recheckPagesPerHostMax: 10,
  recheckHostsConcurrentMax: 5,
  recheckDeadlineMs: 90 * SECOND_MS,
  recheckLeaseMs: 3 * MINUTE_MS,
  recheckChangesPerPassMax: 2_000,
  /** Of one newsroom; those due last are given up with a line in the log. */
  rechecksPerNewsroomMax: 5_000,

  // Alerting.
  alertLeaseMs: 90 * SECOND_MS,
  alertLeaseMarginMs: 45 * SECOND_MS,
  publishConcurrencyMax: 20,
  ledgerEntriesPerSwapMax: 100,
  /** So many hits of a release go one after the other, each recorded at once; more of them go side by side. */
  publishesInTurnMax: 5,
  /** A record of a publish that failed is tried again after these pauses: they outlast a few seconds of throttling. */
  recordPausesMs: [100, 400, 1_600, 6_400],
  groupWindowSeconds: 60,
  /** Of one watch in one of its days. Hits beyond wait, and go as one digest an hour until the day ends. */
  messagesAtOncePerDayMax: 100,
  /** Those beyond follow in a further message. */
  groupedAlertsPerMessageMax: 200,
  /** Of those, shown with the sentence that matched; the others by headline and address. */
  groupedAlertsInFullMax: 50,
  windowSentRememberedMax: 500,
  subjectCharactersMax: 99,
  /** Of the JSON for machines: of a longer one only what identifies each release stays, marked as truncated. */
  messageBytesMax: 256 * KIB,
  /** Of the text for people, which is cut in the middle, with a mark. A spool takes both. */
  messageTextBytesMax: MIB,
  /** A longer headline is cut, with an ellipsis: it is one of many in a message. */
  headlineShownCharactersMax: 300,
  /** In the JSON of a message that would be too long. */
  headlineShortCharactersMax: 100,
  sentenceCharactersMax: 400,

  // Queries (QUERY.md). A longer or deeper query is E_LIMIT.
  queryCharactersMax: 4_000,
  queryTermsMax: 200,
  queryDepthMax: 20,
  queryWordCharactersMax: 300,
  proximityWordsMax: 100,
  atLeastMin: 2,
  atLeastMax: 50,
  // The first problems are told, the rest when these are repaired; so many trial readings find the fixes of all of them.
  queryProblemsMax: 20,
  queryRepairReadingsMax: 120,
  // Pairs of places that the proximities of one query may make in one text, all together; once they are spent, each place is
  // still paired with the nearest on each side of it, for so many more pairs; after these every proximity ends when it has so
  // many regions, the first of the text.
  proximityPairsMax: 50_000,
  proximityNearestMax: 200_000,
  proximityRegionsMin: 500,
  // Steps spent on one "a b"~n in one text; what stands after them is not found.
  anyOrderStepsMax: 5_000_000,
  spansPerFieldMax: 50,
  // Places looked through for the words and phrases of one clause; what lies further in is not marked.
  spanPartsMax: 100_000,

  /** What one capture may hold when it is unpacked again: the largest body that is fetched. */
  captureBytesMax: 50 * MIB,

  // Reading the archive, and its tables.
  archiveReadsConcurrentMax: 16,
  tableRowsPerGroup: 2_000,
  /** Verification: objects that are read in one go. */
  verifyPortion: 256,
  /** On a folder: what takes longer than this is worth the start of threads. */
  verifyAloneMs: 1_500,
  /** Replay: releases that are read at once, and examples that are shown of a field. */
  replayPortion: 100,
  replayExamplesMax: 3,
  /** Daily files: so many changes are taken in a pass, and compaction begins no further day after so long. */
  dailyChangesPerPassMax: 5_000,
  dailyPassMsMax: 20 * SECOND_MS,
  /** Late items of one day are gathered so long before its next version. */
  dailyRebuildAfterMs: 5 * MINUTE_MS,

  // Change log.
  /** A line is shorter: keys are ASCII and bounded. */
  changeLineBytesMax: 4 * KIB,
  changesPerSegmentMax: 1_000,
  changesRecentMs: 14 * DAY_MS,
  publishVisibilitySeconds: 120,
  swapAttemptsMax: 8,

  // Search. So many changes are kept in memory before they become a segment; four and more of one size are merged, up to
  // so many releases.
  searchTailChangesMax: 128,
  searchReleasesReadMax: 256,
  searchSegmentTokensMin: 500_000,
  searchSegmentsMergedMin: 4,
  searchSegmentReleasesMax: 32_768,
  backtestWeeksMax: 104,
  backtestSamplesMax: 5,
  // Near misses are looked for by so many variants of a query; clauses behind them are not varied.
  backtestNearQueriesMax: 8,

  // AWS. A call over its time is tried again, then a fault; the caller's queue tries again later.
  awsAttemptsMax: 3,
  awsConnectMsMax: 2 * SECOND_MS,
  awsRequestMsMax: 5 * SECOND_MS,
  awsSocketIdleMsMax: 30 * SECOND_MS,
  queueBatchBytesMax: MIB,
  queueDelaySecondsMax: 900,
  queueWaitSecondsMax: 20,
  queueVisibilitySecondsMax: 43_200,
  topicNameCharactersMax: 256,
  topicAttributesMax: 10,

  // One machine and HTTP.
  listPageMax: 1_000,
  apiPageItemsMax: 100,
  apiBodyBytesMax: 64 * KIB,
  watchNameCharactersMax: 75,
} as const;

/**
 * Limits of digests and deliveries, apart from the others so that only functions which send carry them. Numbers
 * are written out: a bundler drops an object that nobody reads only where nothing in it is computed.
 */
export const deliveryLimits = {
  /** A ledger with more entries is kept in parts, */
  ledgerEntriesUndividedMax: 1_000,
  /** of so many each: a record rewrites one of them. */
  ledgerEntriesPerPartMax: 200,
  /** Hits that one digest lists; those beyond are counted in it. */
  digestWaitingMax: 500,
  /** Of those, shown with the sentence that matched; the others by headline and address. */
  digestItemsInFullMax: 60,
  /** Time zones differ by multiples of this, so no window ends in between. */
  digestScanMs: 900_000,
  /** Windows of watches that were not touched for so long are not read: no hit waits longer, but in a pause. */
  digestLooksBackMs: 691_200_000,
  /** The rest is sent by the next pass. */
  digestScanLastsMsMax: 40_000,
  /** Health asks the topics of so many watches whether anybody still hears them. */
  unheardWatchesMax: 200,
  /** And looks so many windows of watches through, those written last, for watches that send too much. */
  slowedLooksMax: 500,
  /** The last hits of a watch, for its feed. */
  recentHitsMax: 100,
  /** Alerts that went alone, one in a minute at most: behind so many a late retry goes as a hit that comes anew. */
  windowLedRememberedMax: 100,

  /** Eight tries over about 54 hours, then the webhook is disabled and its messages are kept. */
  webhookGapsSeconds: [180, 540, 1_620, 4_860, 14_580, 43_740, 131_220],
  /** How long one try keeps the others of a failing webhook waiting when nothing is heard of it. */
  webhookTryLastsMsMax: 60_000,
  /** A message that failed comes back so much later than its webhook may be asked: one that is bad holds up no other. */
  webhookOthersFirstSeconds: 60,
  /** Of messages that failed on their way, so many are remembered for each webhook. */
  webhookTriesRememberedMax: 200,
  /** Waiting for a failing webhook uses up receives, too. */
  webhookReceivesMax: 100,
  /** A link that confirms a new address is good for two days, and few are sent for one subscription in a day. */
  addressLinkLastsMs: 172_800_000,
  addressLinksADayMax: 5,
  /** After a rotation the old secret signs beside the new one for a day. */
  secretOverlapMs: 86_400_000,

  // Mails of one machine are tried again after these times, then lie with the dead letters until a redrive.
  deliveryGapsSeconds: [5, 30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200],
  deliveryReceivesMax: 10,
  deliveryMessageBytesMax: 2_097_152,
  deliveryDeadlineMs: 10_000,
} as const;

/** Limits of the index of watches, apart from the others as `deliveryLimits` are. */
export const indexLimits = {
  /** Up to so many watches are listed for each release; of more an index is stored. */
  listedAlwaysMax: 1_000,
  /** Where more are there and no index is, they are listed again after this time even if no change was journaled. */
  listedAgainMs: 600_000,
  /** Changes that the journal names. A reader who is further behind lists the watches, as without an index. */
  recentChangesMax: 2_000,
  /** The journal is one object that all writers swap: so often, and so much later each time, they try again. */
  journalTriesMax: 6,
  journalPauseMs: 40,
  /** A write of a watch that was begun so long ago came to its end or died. */
  writerDeadAfterMs: 600_000,
  /** So many changes are read by each reader before they are compiled. */
  changesMin: 20,
  /** Watches changed since the base; beyond, and beyond a tenth of the base, a new base is compiled. */
  deltaWatchesMax: 5_000,
  /** After so many changes a reader looks whether a newer version has them. */
  overlayWatchesMax: 500,
  /** After this all watches are listed and held against the index: what nobody journaled is found, and the index is new. */
  renewedMs: 86_400_000,
  /** All watches are read in parts of so many; behind a part a call that has read for so long leaves the rest to the next. */
  gatheredReadsMax: 50_000,
  gatherMs: 540_000,
  /** A reading that was begun so long ago is begun again: its parts expire. */
  gatheringKeptMs: 86_400_000,
  /** Objects of an index expire after three days on AWS; none in force is so old. One machine removes them after an hour. */
  versionExpiresMs: 259_200_000,
  versionKeptHereMs: 3_600_000,
  /** The lease of a compilation; no function runs so long. */
  leaseMs: 960_000,
  /** Reads of an index, and the bytes of each. */
  readsConcurrentMax: 16,
  readBytes: 8_388_608,
  /** Watches that are read at once when a release meets them, or when the index is compiled. */
  watchReadsConcurrentMax: 32,
  /** Queries compiled before others have a turn. */
  queriesPerTurn: 2_000,
} as const;

/** Limits of what looks behind the alerts, apart from the others as `deliveryLimits` are. */
export const sweepLimits = {
  /** Nothing younger is looked at: its own messages are still on their way. */
  afterMs: 900_000,
  /** How far back the change log is walked for unfinished ledgers. */
  walkMs: 1_209_600_000,
  /** The whole of it, and the list of release objects, are looked at once a day. */
  fullEveryMs: 86_400_000,
  /** The list is held against the change log for objects younger than the last whole look, less this. */
  overlapMs: 86_400_000,
  /** A release is sent again after these times, then it is a gap that somebody has to look at. */
  resendGapsMs: [0, 1_800_000, 7_200_000],
  /** Unfinished releases that are followed at a time; the walk goes on when some are done. */
  openMax: 1_000,
  /** One pass ends after this and the next one goes on; well under the time of its function. */
  deadlineMs: 240_000,
  concurrencyMax: 20,
} as const;

/** Of one text message (3GPP TS 23.038): longer ones are sent and paid for as several. */
export const textMessageLimits = {
  /** Of the GSM alphabet. */
  placesMax: 160,
  /** UTF-16 units, where a character is none of that alphabet. */
  unitsMax: 70,
  /** An address is worth its room only where so many characters of words fit beside it. */
  wordsMin: 40,
} as const;
