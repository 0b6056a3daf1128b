import audit from "./audit.json";
import console from "./console.json";
import people from "./people.json";
import rostering from "./rostering.json";
import sessions from "./sessions.json";

/** Every text, a file for each part of the console. */
export default { ...audit, ...console, ...people, ...rostering, ...sessions };
