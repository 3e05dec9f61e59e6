package dev.outdial.chaos;

/** Something that a test does to a site, harm or help. */
@FunctionalInterface
interface Deed {

    void done() throws Exception;
}
