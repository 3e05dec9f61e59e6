package dev.outdial.account;

import java.util.UUID;

/**
 * Fired on the thread of the request after an organization's limit was changed and committed. Observers must not block.
 *
 * @param maxConcurrentCalls the new limit
 */
public record OrganizationChanged(UUID organizationId, int maxConcurrentCalls) {}
