/**
 * Clients that break the rules, disks that break, and signals: the one concerned is told, and
 * nobody else notices.
 */
@NullMarked
package io.weir.tests.faults;

import org.jspecify.annotations.NullMarked;
