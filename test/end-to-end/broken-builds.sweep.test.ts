import { brokenBuilds } from './broken-builds';

brokenBuilds(() => true);
