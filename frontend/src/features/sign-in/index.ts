export { SignInPage } from "./sign-in-page";
export { SignUpPage } from "./sign-up-page";
