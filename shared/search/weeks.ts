/** Weeks from Monday to Sunday in UTC, numbered from the one that holds 1970-01-01. */
import { dayText } from './row.ts';

/** 1970-01-01 was a Thursday. */
const mondayOffset = 3;

/** The week of a day (days since the epoch). */
export function weekOf(day: number): number {
  return Math.floor((day + mondayOffset) / 7);
}

/** Its Monday, days since the epoch. */
export function mondayOf(week: number): number {
  return week * 7 - mondayOffset;
}

/** `2026-03-02`, its Monday. */
export function weekText(week: number): string {
  return dayText(mondayOf(week));
}
