"""A forked child leaves its parent's engine alone."""

BEGINNING = """
    import os, sys
    from hwautomation.orchestration.workflow import WorkflowManager, WorkflowStep

    manager = WorkflowManager({})

    def executes(name, function):
        workflow = manager.create_workflow(name)
        workflow.add_step(WorkflowStep("a", "", function))
        return workflow.execute(manager.create_context(name, "t"))
"""


def test_a_step_that_forks_goes_on_in_the_parent(script):
    ran = script(
        BEGINNING
        + """
    def forks(context):
        child = os.fork()
        if child == 0:
            os.write(1, b"child\\n")
            os._exit(3)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
        context.report_sub_task("still here")

    print("forked", executes("forks", forks))
    print("and again", executes("again", lambda _: None))
    """
    )
    assert ran.end() == 0, ran.text()
    assert "child" in ran.text()
    assert "forked True" in ran.text() and "and again True" in ran.text()


def test_a_child_that_returns_from_the_step_can_say_nothing_in_its_name(script):
    ran = script(
        BEGINNING
        + """
    def forks(context):
        child = os.fork()
        if child:
            print("child ended with", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

    try:
        print("forked", executes("forks", forks))
    except Exception as error:
        print("in the child:", error)
        sys.exit(9)
    """
    )
    assert ran.end() == 0, ran.text()
    assert "in the child: process" in ran.text() and "was forked from" in ran.text()
    assert "child ended with 9" in ran.text()
    assert ran.text().count("forked True") == 1


def test_a_child_starts_an_engine_of_its_own_and_the_parents_ends(script):
    ran = script(
        BEGINNING
        + """
    print("parent", executes("before", lambda _: None))
    mine = manager.engine.welcome["process"]
    child = os.fork()
    if child == 0:
        done = executes("in-the-child", lambda _: None)
        print("child", done, manager.engine.welcome["process"] != mine)
        sys.exit(0)
    os.waitpid(child, 0)
    print("parent", executes("after", lambda _: None), manager.engine.welcome["process"] == mine)
    """
    )
    assert ran.end() == 0, ran.text()
    assert "child True True" in ran.text()
    assert "parent True True" in ran.text()


def test_multiprocessing_works_in_a_step(script):
    ran = script(
        BEGINNING
        + """
    import multiprocessing

    def square(number):
        return number * number

    def works(context):
        with multiprocessing.get_context("fork").Pool(2) as pool:
            return pool.map(square, [1, 2, 3])

    print("completed", executes("pool", works))
    """
    )
    assert ran.end() == 0, ran.text()
    assert "completed True" in ran.text()
