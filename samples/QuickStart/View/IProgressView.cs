using QuickStart.Traffic;

namespace QuickStart.View;

/// <summary>Shows the run to a person while it goes on.</summary>
internal interface IProgressView
{
    void Say(string what);

    void Update(ITrafficPath path);
}
