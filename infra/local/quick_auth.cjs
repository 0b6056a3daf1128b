// Loaded by Node before the Firebase CLI: its Auth emulator starts in a fifth of the time. Of Google's API document
// it makes a validator for each parameter of each operation; nearly all are for what nobody here ever calls, and
// each first compiles the schema of schemas, only to find the same published document right once more.
"use strict";
const { createRequire } = require("node:module");

const fromCli = createRequire(process.argv[1]);
const fromRouter = createRequire(fromCli.resolve("exegesis"));
const validators = fromRouter("ajv/dist/core");
const options = fromRouter("./options");
const { compileOptions } = options;

validators.default.prototype.validateSchema = () => true;
// What a request has to look like is compiled when the first one comes, and asked of it all the same.
options.compileOptions = (given) => ({ ...compileOptions(given), lazyCompileValidationSchemas: true });
