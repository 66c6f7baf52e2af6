// Invented people with well-formed numbers, different in every test.
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Person {
  phone: string;
  idNumber: string;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A resident identity number with its check character (ISO 7064 MOD 11-2), of somebody born in 1990–2004. */
export function residentId(region = '430102'): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const born = `${randomInt(1990, 2005)}${two(randomInt(1, 13))}${two(randomInt(1, 29))}`;
  const body = `${region}${born}${String(randomInt(1000)).padStart(3, '0')}`;
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * WEIGHTS[index], 0);
  return body + '10X98765432'[sum % 11];
}

/** A mobile number. */
export function mobile(): string {
  return `1${['38', '39', '58', '86'][randomInt(4)]}${String(randomInt(100_000_000)).padStart(8, '0')}`;
}

export function person(): Person {
  return { phone: mobile(), idNumber: residentId() };
}

export interface Region {
  code: string;
  name: string;
}

/** Counties and districts of a province, from its profile. */
export function counties(province = 'hunan'): Region[] {
  const table = readFileSync(join(__dirname, `../../shared/profiles/${province}/regions.csv`), 'utf8');
  const rows = table
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.trim().split(','));
  return rows.filter(([, , parent]) => parent).map(([code, name]) => ({ code, name }));
}

/** A county for one test: with more than a hundred of them, tests that run at the same time hardly ever share a queue. */
export function county(except?: Region): Region {
  const others = counties()
    .slice(0, -1)
    .filter(({ code }) => code.slice(0, 4) !== except?.code.slice(0, 4));
  return others[randomInt(others.length)];
}

/** The one county that `county` never gives and the demonstration data leaves alone, for the test that takes whatever comes next. */
export const reservedCounty = (): Region => counties().at(-1)!;
