import { membership } from './membership.js';

export const entered = membership('entered', 'became a member of');
