import accounts from "./accounts.json";
import audit from "./audit.json";
import console from "./console.json";
import home from "./home.json";
import invitations from "./invitations.json";
import people from "./people.json";
import permissions from "./permissions.json";
import school from "./school.json";
import sessions from "./sessions.json";

/** Every text, a file for each part of the console. */
export default {
  ...accounts,
  ...audit,
  ...console,
  ...home,
  ...invitations,
  ...people,
  ...permissions,
  ...school,
  ...sessions,
};
