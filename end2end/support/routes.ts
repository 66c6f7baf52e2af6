// The pages of the table of routes, so that a scenario can name those that nobody looks at.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TABLE = readFileSync(join(__dirname, '../../server/src/http/rules/pages.rs'), 'utf8');

/** As axum matches them: `/{province}/photo`. */
export const ROUTES: string[] = [...TABLE.matchAll(/\bpage\("([^"]+)"/g)].map(([, path]) => path);

/** Which route answers at an address; words count more than holes. */
export function routeOf(address: string): string | undefined {
  const [path] = address.split('?');
  const fits = (route: string) => new RegExp(`^${route.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);
  const holes = (route: string) => route.split('{').length;
  return ROUTES.filter(fits).sort((a, b) => holes(a) - holes(b))[0];
}
