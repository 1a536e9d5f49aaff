// The traders: somebody has signed them up before, and has given each account shares to sell.
import http from 'k6/http';
import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import { Rate, Trend } from 'k6/metrics';

export const ORIGIN = __ENV.ORIGIN || 'http://localhost:8080';
const TOKEN_SECONDS = 600; // a token lives 900: whoever lives longer signs in again
const everybody = new SharedArray('crowd', () => JSON.parse(open(__ENV.CROWD)));

export const signedIn = new Trend('signed_in_ms', true);
export const pageRead = new Trend('page_read_ms', true);
export const failed = new Rate('failed_requests');

const BUSY = 429;
const BROKEN = 500;
let me = null;
let signedInAt = Date.now(); // of the token that the crowd was written with

// The trader of this virtual user; `shared` users in a row are the same one.
export function self(shared = 1) {
  if (me === null) {
    const number = Math.floor((exec.vu.idInTest - 1) / shared) % everybody.length;
    me = { ...everybody[number] };
  }
  if (Date.now() - signedInAt > TOKEN_SECONDS * 1000) signIn(me);
  return me;
}

// Sign in with the password, and go on with the new token.
export function signIn(who) {
  const body = JSON.stringify({ email: who.email, password: who.password });
  const answer = send('POST', '/api/auth/login', body, {}, 'sign in');
  signedIn.add(answer.timings.duration);
  if (answer.status === 200) {
    who.token = answer.json('access_token');
    signedInAt = Date.now();
  }
  return answer;
}

export function read(path, name) {
  const answer = send('GET', path, null, authorized(self()), name, 200);
  pageRead.add(answer.timings.duration, { page: name });
  return answer;
}

export function authorized(who) {
  return { Authorization: `Bearer ${who.token}` };
}

// Every request goes through here, so that none that fails is forgotten. Most statuses are answers;
// where only one is, it is `wanted`.
export function send(method, path, body, headers, name, wanted) {
  const answer = http.request(method, `${ORIGIN}${path}`, body, {
    headers: { 'Content-Type': 'application/json', ...headers },
    tags: { name },
    timeout: '30s',
  });
  const { status } = answer;
  const isBad = status === 0 || status === BUSY || status >= BROKEN;
  failed.add(isBad || (wanted !== undefined && status !== wanted), { name });
  return answer;
}

// How far market time is behind the clock of this machine: the least of some looks.
export function marketLag() {
  const headers = authorized(everybody[0]);
  let least = Number.MAX_SAFE_INTEGER;
  for (let look = 0; look < 5; look += 1) {
    const answer = send('GET', '/api/market/clock', null, headers, 'clock');
    if (answer.status !== 200) throw new Error(`the clock answers ${answer.status} ${answer.body}`);
    least = Math.min(least, Date.now() - Date.parse(answer.json('time')));
  }
  return least;
}
