//! Golden cases of what pages of the web, letters and lists were once read as, each in words of our own. The notation is told
//! in [`super::golden`].

use super::golden::check;

#[test]
fn cells_of_tables_and_numbers_of_lists() {
    check("Iowa 43.7");
    check("Pears 5 10 20");
    check("14");
    check("11: Use a firewall");
    check("Seats: [212|count 212 of Seats]");
    check("Ferry toll [57|count 57 of Ferry toll]");
    check("Ferry death toll: [57|casualty.killed 57 of people]");
}

#[test]
fn numbers_of_products_laws_and_places() {
    check("The Heron 3 routinely runs hot, and the Tern Desktop 2.0 is out.");
    check(
        "Alder Motors fell [4.3 percent|percentage_change 4.3 percent of Alder Motors; decrease] and Birch Motors [2.8|count 2.8 of Birch Motors].",
    );
    check("In Kharkiv [12|casualty.injured 12 of people] were wounded.");
    check("Write to 12 Mill Lane, Boise, Idaho 83702, or call.");
    check("The code is in 42 U.S.C. 7543 and Sections 201 and 211; see chapters 2 and 6.");
    check("Her paper has doi: 10.5555/squid.2016.01.010 on it.");
    check("He gives 1-on-1 lessons and 1-to-1 help.");
    check("The lab bought COVID -19 tests, and a pilot flew an F -16. Phase 2B starts in May.");
}

#[test]
fn ratings_are_no_fractions() {
    check("The lamp is rated [3.9 out of 5 stars|score 3.9 of lamp], and the case [9.5/10|score 9.5 of lamp].");
    check("Critics gave it [2 out of 10|score 2].");
    check("[Some 1/10|ratio ~0.1 of land] of the land is wet; [19 out of 20|ratio 0.95 of graves] graves are not.");
}

#[test]
fn no_rise_and_no_fall() {
    check("Women make up [38.7%|percent 38.7 percent of crew] of the crew.");
    check("Prices run from [$1,200|money 1200 USD of Prices] [up to $29,000|money up to 29000 USD of Prices].");
    check("Pupils are [40 percent|percent 40 percent of Pupils] less likely to fall ill.");
    check("The ferries serve the lower [48 states|count 48 of states].");
}

#[test]
fn what_weighs_a_pound_and_what_buys_for_one() {
    check("In Britain the pack is for loads of [10 to 25 pounds|measure 10..25 pound of loads].");
    check("Egypt sold the hall for [300 pounds|money 300 EGP of hall].");
    check("America outweighs Britain here: America took [300 pounds|measure 300 pound of flour] of flour.");
}

#[test]
fn units_and_scales_said_once() {
    check("The model reads [39.3B extra tokens|count 39300000000 of extra tokens].");
    check(
        "The box is [11|distance 11 inch of box] x [6.7|distance 6.7 inch of box] x [7 inches|distance 7 inch of box].",
    );
    check(
        "Blade length was increased from [21.5|distance 21.5 millimetre of Blade length] to [22 mm|distance 22 millimetre of Blade length; 21.5 -> 22].",
    );
    check("It has a [3.2-cubic-foot|measure 3.2 cubic foot of drum] drum.");
    check("The plan costs [$39/mo|money 39 dollar per month of plan].");
    check("The firm has [51 – 200 employees|count 51..200 of employees].");
    check("[As many as 9 second-team players|count up to 9 of second-team players] left.");
}

#[test]
fn what_moved_and_what_is_compared() {
    check("The index closed with a fall of [17 percent|percentage_change 17 percent of index; decrease].");
    check("The firm reported a drop of [5%|percentage_change 5 percent of sales; decrease; says firm] in sales.");
    check(
        "Copper shares gained [2%|percentage_change 2 percent of Copper shares; increase] to a level of [$2.69|money 2.69 USD of Copper shares].",
    );
    check("So far this year copper shares are up [7%|percentage_change 7 percent of copper shares; increase].");
    check(
        "They accept spending of [$1.6 billion|money 1600000000 USD of spending], [$27 million|money 27000000 USD of spending] below the bid.",
    );
    check("[About 40 percent|percent ~40 percent] of those buying stamps pay cash.");
}

#[test]
fn nobody_is_harmed() {
    check("[Three hearings|count 3 of hearings] were called. One was held in Seattle.");
    check("The keyboard has [one dead switch|count 1 of dead switch].");
    check("The buses move [9,000 children|count 9000 of children] from home to class.");
    check("She rounded out the top [six climbers|count 6 of climbers].");
    check("The ward held [61 patients|count 61 of patients] on Sunday.");
    check("Aldgate Casualty Group [5,343,012|count 5343012 of Aldgate Casualty Group] was listed.");
}

#[test]
fn somebody_is_harmed() {
    check(
        "[Over 50 people|casualty.injured >50 of people] were injured and [seven|casualty.killed 7 of people] deceased.",
    );
    check("The captain was detained on Friday with [two employees|casualty.detained 2 of employees].");
    check("[Some 2,700 people|casualty.displaced ~2700 of people] are sleeping in churches.");
    check(
        "[About 400 people|casualty.displaced ~400 of people] were in evacuation centers, down from a peak of [650|casualty.displaced 650 of people].",
    );
    check(
        "The guard put the number of bodies found at [31|casualty.killed 31 of people; says guard] and cut the list of missing to [18|casualty.missing 18 of people; 41 -> 18; says guard] from [41|casualty.missing 41 of people; says guard].",
    );
    check(
        "Fire injured [40 children|casualty.injured 40 of children] [age 14 or younger|age <=14 year of age of children].",
    );
}
