package dev.outdial.campaign;

/**
 * Fired after a commit that may have made leads due: leads were added, a campaign was started, resumed or edited. The
 * dialer observes it; nothing is lost when nobody does, for the dialer also looks by itself.
 */
public record LeadsDue() {}
