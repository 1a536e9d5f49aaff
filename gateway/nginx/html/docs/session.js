// Signing in at auth, as any client does. The token is kept in this page's memory and nowhere else.

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({ detail: `HTTP ${answer.status}` }));
  throw Object.assign(new Error(problem.detail), { code: problem.code });
}

export async function signIn({ email, password, code }) {
  const claim = { email: email.value, password: password.value };
  if (code.value) claim.code = code.value; // of the second factor, for those who have one
  const answer = await post("/api/auth/login", claim);
  const { access_token: token, expires_in: seconds, user } = await answer.json();
  return { token, email: user.email, until: new Date(Date.now() + seconds * 1000) };
}

export async function signOut() {
  await post("/api/auth/logout", {}).catch(() => {}); // it ends by itself, if it has to
}
