import { discordDescriptor } from '../discord/conformance-stage.ts';
import { conformance } from './suite.ts';

conformance(discordDescriptor);
