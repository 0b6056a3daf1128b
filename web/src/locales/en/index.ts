import accounts from "./accounts.json";
import audit from "./audit.json";
import console from "./console.json";
import people from "./people.json";
import rostering from "./rostering.json";

/** Every text, a file for each part of the console. */
export default { ...accounts, ...audit, ...console, ...people, ...rostering };
