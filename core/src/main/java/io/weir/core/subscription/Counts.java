package io.weir.core.subscription;

/**
 * What a subscription has. Exact where each offset of the log is a message; where there are also
 * marks of transactions, these count as ready until they have been read past.
 *
 * @param ready messages that wait to be delivered, those whose time has not come among them
 * @param inFlight messages in consumers' hands
 * @param consumers attached
 * @param dropped messages that nobody was to have and that had no place to go, since it was opened
 * @param lost messages that the log's retention took before they were settled, since it was opened
 */
public record Counts(long ready, int inFlight, int consumers, long dropped, long lost) {}
