import { refusedUpdates } from './broken-update-cases';

refusedUpdates((all) => all);
