export { IdleWarning } from "./idle-warning";
export { SecurityPage } from "./security-page";
export { StepUpDialog } from "./step-up-dialog";
