namespace EgressScheduler.Configuration;

/// <summary>Where classes have their rates.</summary>
public interface IClassTable
{
    /// <summary>Adds a class, or changes its rate.</summary>
    void Set(EgressClass added);

    /// <summary>Takes a class away that no rule names any more.</summary>
    void Remove(EgressClass removed);
}
