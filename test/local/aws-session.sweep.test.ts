import { playTranscripts, scripts } from './aws-transcripts';

playTranscripts(scripts);
