import { slackDescriptor } from '../slack/stage.ts';
import { conformance } from './suite.ts';

conformance(slackDescriptor('socket'));
