/** How a newsroom file writes a duration; apart from its schema, which whoever only reads durations need not build. */

/** `90s`, `15m`, `1h`, `10d`; `2s` and the like are allowed for loopback hosts only (politeness checks it). */
export const durationPattern = /^([1-9]\d{0,5})(s|m|h|d)$/;
