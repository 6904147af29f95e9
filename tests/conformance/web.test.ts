import { conformance } from './suite.ts';
import { webDescriptor } from './web-stage.ts';

conformance(webDescriptor);
