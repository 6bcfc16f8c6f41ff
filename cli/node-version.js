/** The oldest Node.js that Dateline runs on, checked in plain JavaScript before anything newer is loaded. */

const oldest = [20, 19];

/** What to say to somebody whose Node.js is too old, or null when it is new enough. */
export function nodeComplaint(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return null;
  return `Dateline needs Node.js ${oldest.join('.')} or newer, and this is ${version}. Get a current one from https://nodejs.org/.`;
}
