import { plainDescriptor } from './plain-stage.ts';
import { conformance } from './suite.ts';

conformance(plainDescriptor);
