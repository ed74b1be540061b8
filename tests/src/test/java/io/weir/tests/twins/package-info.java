/**
 * Two tenants with equal names for everything, whose clients do the same at the same time: every
 * client suite runs once in each of two JVMs, test by test in step, against one gateway, as a user
 * who has the same name in both. {@link io.weir.tests.twins.ClientSuites} finds the suites, so that
 * a new protocol's take part by themselves; two pairs of such tenants share them out, for clients
 * spend most of their time waiting.
 *
 * <p>Two JVMs, because names are equal there without any suite doing something for it: topics and
 * groups are counted by the suites, client ids by the libraries, each for the JVM that it is in.
 * Nothing static and no setting of a process comes between the two, as with programs of two people.
 */
@NullMarked
package io.weir.tests.twins;

import org.jspecify.annotations.NullMarked;
