// The API of one service at a time in Swagger UI, and a way to sign in for trying it out.

import { signIn, signOut } from "/docs/session.js";

const SCHEME = "access_token"; // as the documents call it
const CODE_WANTED = ["second_factor_required", "wrong_code"];
const DARK = matchMedia("(prefers-color-scheme: dark)");
const choose = document.getElementById("choose");
const services = choose.elements.service;
let session = null;
let swagger = null;

function addressOf(service) {
  return `/api/${service}/openapi.json`;
}

// ?service=orders names the service; what stands after # belongs to Swagger UI.
function wanted() {
  const name = new URLSearchParams(location.search).get("service");
  return [...services.options].some((one) => one.value === name) ? name : services.options[0].value;
}

function show(service) {
  services.value = service;
  document.title = `Outcry: API of ${service}`;
  document.getElementById("document").href = addressOf(service);
  if (swagger) {
    swagger.specActions.updateUrl(addressOf(service));
    swagger.specActions.download(addressOf(service));
    return;
  }
  swagger = SwaggerUIBundle({
    url: addressOf(service),
    domNode: document.getElementById("api"),
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    tryItOutEnabled: true,
    validatorUrl: null,
    onComplete: authorize,
  });
}

// Every service's document has its own lock: each is told when it has been loaded.
function authorize() {
  if (session) swagger.preauthorizeApiKey(SCHEME, session.token);
}

function say(trouble) {
  document.getElementById("trouble").textContent = trouble;
}

function remember(now) {
  session = now;
  document.getElementById("sign-in").hidden = Boolean(now);
  document.getElementById("sign-out").hidden = !now;
  if (now) {
    const until = now.until.toLocaleTimeString([], { timeStyle: "short" });
    document.getElementById("who").textContent = `${now.email}, until ${until}`;
  }
  say("");
  authorize();
}

document.getElementById("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  try {
    remember(await signIn(form.elements));
    form.reset();
    document.getElementById("code").hidden = true;
  } catch (problem) {
    say(problem.message);
    if (CODE_WANTED.includes(problem.code)) document.getElementById("code").hidden = false;
  }
});

document.getElementById("sign-out").addEventListener("submit", async (event) => {
  event.preventDefault();
  await signOut();
  swagger.authActions.logout([SCHEME]);
  remember(null);
});

services.addEventListener("change", () => {
  history.pushState(null, "", `?service=${services.value}`);
  show(services.value);
});
choose.addEventListener("submit", (event) => event.preventDefault());
addEventListener("popstate", () => {
  if (wanted() !== services.value) show(wanted());
});

function dress() {
  document.documentElement.classList.toggle("dark-mode", DARK.matches);
}

DARK.addEventListener("change", dress);
dress();
show(wanted());
