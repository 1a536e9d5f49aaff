export { DeadLettersPage } from "./dead-letters-page";
export { FeedPage } from "./feed-page";
export { HealthPage } from "./health-page";
export { LimitsPage } from "./limits-page";
export { UsersPage } from "./users-page";
