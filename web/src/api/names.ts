/** The id at the end of a resource's name, such as "roosevelt" of "schools/roosevelt". */
export const idOf = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
