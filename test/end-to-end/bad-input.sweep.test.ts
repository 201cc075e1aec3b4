import { badInput } from './bad-input';

describe('bad input is refused before anything is created', () => badInput(() => true));
