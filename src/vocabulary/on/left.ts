import { membership } from './membership.js';

export const left = membership('left', 'is no longer a member of');
