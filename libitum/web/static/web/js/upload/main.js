// Uploading, for the pages that ask for it; the queue goes on behind every other page.

import "./import.js";
import "./line.js";
import "./page.js";
import "./processing.js";
