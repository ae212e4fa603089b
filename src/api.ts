/** What scripts and benchmarks of this repository use; the product's interface is the command line. */
export { compileSites } from './language/compile.js';
export { readProject } from './language/readProject.js';
export { compileProgram } from './engine/index.js';
export { vocabulary } from './vocabulary/index.js';
export { generateLog } from './demo/generate.js';
export { catalogOf } from './library/catalog.js';
export { readLibrary } from './library/readLibrary.js';
export { libraryFiles } from './workspace/libraryFiles.js';
export { generatedParts, wholePages, withParts } from './render/documentation/pages.js';
export { providers } from './channels/index.js';
