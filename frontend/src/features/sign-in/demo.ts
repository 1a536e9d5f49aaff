/** The demo login, as `make up` writes it behind the # of a link, where no server sees it. */

export interface DemoLogin {
  readonly email: string;
  readonly password: string;
}

const PREFIX = "#demo=";

export function demoOf(hash: string): DemoLogin | undefined {
  if (!hash.startsWith(PREFIX)) return undefined;
  const [email, password, ...rest] = hash.slice(PREFIX.length).split(":");
  if (!email || !password || rest.length > 0) return undefined;
  try {
    return { email: decodeURIComponent(email), password: decodeURIComponent(password) };
  } catch {
    return undefined; // a % that stands for nothing: the link was cut
  }
}
