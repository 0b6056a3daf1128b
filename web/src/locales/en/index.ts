import audit from "./audit.json";
import console from "./console.json";
import invitations from "./invitations.json";
import people from "./people.json";
import rostering from "./rostering.json";

/** Every text, a file for each part of the console. */
export default { ...audit, ...console, ...invitations, ...people, ...rostering };
